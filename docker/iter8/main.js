import './iter8.js';
